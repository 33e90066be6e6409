-- How often the plans of each province cite each document: counted once here, asked for by every coverage table.
INSERT INTO province_citations BY NAME
SELECT
    p.province_now, c.cited, coalesce(list(DISTINCT c.canonical ORDER BY c.canonical) FILTER (c.canonical IS NOT NULL), []) AS canonicals,
    count(DISTINCT p.doc_id) AS plans_citing, count(*) AS mentions
FROM cited AS c
JOIN plans AS p USING (doc_id)
GROUP BY p.province_now, c.cited
ORDER BY p.province_now, c.cited;
