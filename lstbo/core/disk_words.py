"""Why the computer would not read or write a file, in words of our own and in the reader's language."""

from __future__ import annotations

import errno

from lstbo.core.language import N_, _

_REASONS = {
    errno.EACCES: N_("it is not allowed"),
    errno.EPERM: N_("it is not allowed"),
    errno.ENOENT: N_("there is no such file or folder"),
    errno.ENOTDIR: N_("there is no such folder"),
    errno.EISDIR: N_("it is a folder"),
    errno.ENOSPC: N_("the disk is full"),
    errno.EDQUOT: N_("the disk is full"),
    errno.EROFS: N_("the disk can only be read"),
    errno.ENAMETOOLONG: N_("the name is too long"),
    errno.EIO: N_("the disk does not answer as it should"),
    errno.EMFILE: N_("too many files are open"),
}


def why_not(fault: OSError) -> str:
    """Return the reason of a fault as part of a sentence; the system's own words for a rare one."""
    known = _REASONS.get(fault.errno or 0)
    return _(known) if known else fault.strerror or str(fault)
