SELECT * FROM lineitem WHERE l_orderkey = 3000001 ORDER BY l_linenumber
