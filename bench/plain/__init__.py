"""A page of guidance as sites in Wagtail are usually written, below /plain/: the baseline of the pages' benchmarks.

The portal's own program serves it, through the same middleware, with one address more.
"""
