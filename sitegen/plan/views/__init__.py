"""From an excerpt of the site to what one template may see: pure, so that it runs in workers."""
