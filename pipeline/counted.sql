-- How often the plans of each province cite each document: counted once here, asked for by every coverage table.
INSERT INTO province_citations BY NAME
SELECT
    p.province_now, c.cited, coalesce(list(DISTINCT c.canonical ORDER BY c.canonical) FILTER (c.canonical IS NOT NULL), []) AS canonicals,
    count(DISTINCT p.doc_id) AS plans_citing, count(*) AS mentions
FROM cited AS c
JOIN plans AS p USING (doc_id)
GROUP BY p.province_now, c.cited
ORDER BY p.province_now, c.cited;

-- What plans say of each indicator, as the comparison asks for it: the rows of one indicator and year lie together.
INSERT INTO indicator_promises BY NAME
WITH told AS (
    SELECT
        indicator_id, year, target_id, doc_id, province_now, province, issuer, local, scope, comparator, value, value_max, unit, metric, apart,
        raw, page, plan, plan_year, is_draft, issued_on, issued_on_text, superseded_by, file, issuer_key, land, char_start,
        CASE
            WHEN year IS NULL THEN 'no_year' WHEN superseded_by IS NOT NULL THEN 'version'
            WHEN scope <> 'province' AND apart IS DISTINCT FROM 'range' THEN 'other_scope' ELSE 'deciding'
        END AS class
    FROM promises
    WHERE indicator_id IS NOT NULL
)
SELECT
    *, row_number() OVER (PARTITION BY indicator_id, year, class ORDER BY file, char_start, target_id) AS nth,
    row_number() OVER (
        PARTITION BY indicator_id, year, CASE class WHEN 'other_scope' THEN 'deciding' ELSE class END ORDER BY file, char_start, target_id
    ) AS nth_of_issuers
FROM told
ORDER BY indicator_id, year, class, nth;
