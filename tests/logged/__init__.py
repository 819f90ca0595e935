"""All that a run of the tests logged, and the secrets it used: at its end, none stands in the other.

Each process writes its lines into the run's folder as an operator's file would hold them, and what it must not have
written: each secret that was made or sent, whatever the test was about. The process that began the run looks.
"""
