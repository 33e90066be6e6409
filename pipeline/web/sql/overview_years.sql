SELECT coalesce(plan_year, year(issued_on)) AS year, count(*) AS n FROM document_index WHERE is_document GROUP BY 1 ORDER BY 1 NULLS LAST
