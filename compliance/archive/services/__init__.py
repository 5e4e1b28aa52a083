"""The writes of archives: request, make, download, expire, import; and closing an organisation."""
