"""Nothing of Slack starts this feature: a table leaves and comes at the command line."""

from typing import Final

from handlers.kit.routing import Routes

# A table names people by e-mail, since numbers of Slack mean nothing to whoever edits it. They are
# asked for when somebody exports or imports, and never stored.
ROUTES: Final = Routes(scopes=frozenset({"users:read.email"}))
