// The browser's side of an explorer: the picture, the same in words, and a line for complaints.

function render({ model, el }) {
  const add = (tag, name, role) => {
    const element = document.createElement(tag)
    element.className = name
    if (role) element.setAttribute("role", role)
    el.append(element)
    return element
  }
  const message = add("div", "rnn-message", "alert")
  const picture = add("img", "rnn-picture")
  picture.decoding = "sync"  // otherwise the browser may show it one frame later
  picture.alt = ""  // the words below describe it
  const words = add("div", "rnn-words", "status")  // screen readers announce it when it changes
  const tip = add("div", "rnn-tip")

  picture.onmousemove = event => {
    const { box, grid, told } = model.get("hover"), place = picture.getBoundingClientRect()
    const across = (event.clientX - place.x) / place.width
    const down = (event.clientY - place.y) / place.height
    const cell = box && [
      Math.floor((down - box[1]) / box[3] * grid[0]),
      Math.floor((across - box[0]) / box[2] * grid[1]),
    ]
    tip.textContent = cell ? told[cell.join()] ?? "" : ""
    tip.style.left = `${event.clientX + 12}px`
    tip.style.top = `${event.clientY + 16}px`
  }
  picture.onmouseleave = () => { tip.textContent = "" }

  let shown = null, last = null
  const draw = () => {
    const png = model.get("png")
    if (png.byteLength && png !== last) {  // a complaint leaves the picture alone
      last = png
      const next = URL.createObjectURL(new Blob([png], { type: "image/png" }))
      picture.src = next
      if (shown) URL.revokeObjectURL(shown)
      shown = next
    }
    words.textContent = model.get("words")
    message.textContent = model.get("message")
  }

  const mend = () => {
    const explorer = el.closest(".rnn-explorer")
    // ipywidgets writes a slider's name next to it, where screen readers do not look for it.
    for (const slider of explorer?.querySelectorAll(".widget-slider") ?? []) {
      const name = slider.querySelector(".widget-label").textContent
      for (const part of slider.querySelectorAll("[role=slider], .widget-readout")) {
        part.setAttribute("aria-label", name)
      }
    }
    // Otherwise JupyterLab takes the arrow keys, to move to another cell.
    for (const control of explorer?.querySelectorAll("select, input, [role=slider]") ?? []) {
      control.dataset.lmSuppressShortcuts = "true"
    }
  }
  mend()
  const later = setInterval(mend, 500)  // the controls may appear after the screen

  model.on("change", draw)
  draw()
  return () => {
    clearInterval(later)
    model.off("change", draw)
    if (shown) URL.revokeObjectURL(shown)
  }
}

export default { render }
