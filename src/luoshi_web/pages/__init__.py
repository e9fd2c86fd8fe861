"""页面: one folder a page, each with its views, addresses and templates. A page never imports another page."""
