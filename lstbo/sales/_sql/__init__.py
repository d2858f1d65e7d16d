"""Every statement of the sales room: booking (typed lines to receipts) and posting (receipts to postings and movements)."""
