"""Public pages. Addresses are translated: /klynger/ in bokmål, /en/clusters/ in English."""

from clusters.exports import export_patterns

app_name = "clusters"
urlpatterns = [*export_patterns]
