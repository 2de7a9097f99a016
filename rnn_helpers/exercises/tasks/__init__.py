"""A folder for each subject; in it one module per exercise, which names it EXERCISE."""
