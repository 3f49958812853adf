"""Exports: tables for offices to take away, one file for each: a list of (heading, how a row fills it).

Owns nothing. What a table holds is what its reader may see on the pages, no row more: whoever is in conflict with an
application takes away no row of it. How a table is written, as CSV or as a workbook, is for `csv` and `xlsx` to know.
"""
