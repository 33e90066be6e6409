"""`python -m pipeline` is the command `kehoach`, for where scripts are not on the path."""

from pipeline.cli import main

if __name__ == "__main__":
    main()
