"""One module an exercise; each names it EXERCISE."""
