"""What the torture tests share: a folder, what is in it, and counting."""
import os

SHOWN = 20
SKIPPED = 77 # the status of a test that cannot be run here


class Tally:
    """Counts what passed and failed, and shows the first failures."""

    def __init__(self):
        self.passed = self.failed = 0

    def verdict(self, what, wrong):
        if not wrong:
            self.passed += 1
            return
        self.failed += 1
        if self.failed <= SHOWN:
            print("%s: %s" % (what, wrong))

    def end(self):
        print("%d passed, %d failed" % (self.passed, self.failed))
        return self.failed > 0


def contents(folder):
    """The bytes and the mode of every file of it, by name."""
    found = {}
    for name in os.listdir(folder):
        with open(os.path.join(folder, name), "rb") as file:
            found[name] = file.read(), os.fstat(file.fileno()).st_mode & 0o777
    return found


def restore(folder, files):
    """Let these be there, with a mode that no new file has, and nothing else."""
    for name in os.listdir(folder):
        if name not in files:
            os.unlink(os.path.join(folder, name))
    for name, old in files.items():
        with open(os.path.join(folder, name), "wb") as file:
            file.write(old)
            os.fchmod(file.fileno(), 0o640)
