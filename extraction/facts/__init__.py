"""From the cells of tables to facts: values, sums, repairs, and how sure each is."""
