"""Tables of a PDF without rulings, found by what stands where."""
