from rnn_helpers.notebooks import main

main()
