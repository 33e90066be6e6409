-- how many plans speak of an indicator for each year, so that the fullest year is shown first
SELECT year, count(DISTINCT doc_id) AS plans FROM targets WHERE indicator_id = $indicator AND year IS NOT NULL GROUP BY year ORDER BY year
