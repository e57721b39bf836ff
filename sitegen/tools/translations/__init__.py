"""The translator's verbs: stubs, stamps, and texts handed to a translator's own tool and back.

Bytes in, bytes out: nothing here writes. What a verb reads is an announcement's files as they are written (`written`);
`units` divides a body for a translator, `front` writes texts into front matter.
"""
