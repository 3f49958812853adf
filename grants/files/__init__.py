"""What was handed in: uploaded PDFs, judged in a limited process, kept by fingerprint, shown under safe names.

Owns the table `attachment` and the folder of stored bytes. An upload is first inspected and scanned, then
written, then named by a row; so a row always has its bytes, and bytes without a row are swept away later.
Knows nothing of who may read a file, nor of calls, applications or the web.

A local folder rather than an object store: obstore's local store renames without fsync (seen with strace)
and offers no switch for it, and a receipt given must survive a power cut.
"""
