"""What knows Flask: pages, access, forms, the seam that owns the transaction."""
