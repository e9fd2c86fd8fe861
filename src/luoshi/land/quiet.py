"""HiGHS without its banner: it writes two lines to the process's standard output when it is made, into the answer of a command."""

from __future__ import annotations

import highspy


class QuietHighs(highspy.Highs):
    """A solver that is silent from its first moment: its own constructor speaks (highspy 1.16) when it enables callbacks."""

    def enableCallbacks(self) -> None:
        self.setOptionValue("output_flag", False)
        super().enableCallbacks()  # type: ignore[no-untyped-call]
