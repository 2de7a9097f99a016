"""The colours of the series."""

# Okabe and Ito's palette, distinct for colour-blind readers too.  Blue is NumPy's, orange Keras's.
BLUE, ORANGE, GREEN, RED = "#0072B2", "#E69F00", "#009E73", "#D55E00"
PINK, SKY, GREY, INK = "#CC79A7", "#56B4E9", "#8C8C8C", "#222222"
CYCLE = [BLUE, ORANGE, GREEN, RED, PINK, SKY, GREY]
DIVERGING = "RdBu_r"  # blue low, white zero, red high: the lecture's key
