"""Large volumes: as many members and posts as one wants, written in bulk and consistent with every rule."""
