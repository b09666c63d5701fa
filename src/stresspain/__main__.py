"""``python -m stresspain``: the same as the command ``stresspain``."""

import sys

from stresspain.cli import main

if __name__ == "__main__":
    sys.exit(main())
