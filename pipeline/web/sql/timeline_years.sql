SELECT year(due_on) AS year, count(*) AS n FROM agenda WHERE kind = 'fixed' AND due_on IS NOT NULL GROUP BY 1 ORDER BY 1
