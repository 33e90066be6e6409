SELECT plan_year AS year, count(*) AS n FROM document_index WHERE plan_year IS NOT NULL GROUP BY plan_year ORDER BY plan_year DESC
