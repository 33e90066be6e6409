WITH shown AS (
    SELECT cited, row_number() OVER (ORDER BY plans DESC, mentions DESC, cited) AS nth FROM cited_by WHERE $names = ''
    QUALIFY nth <= $top
    UNION ALL -- of those asked for also what nobody cites
    SELECT a.cited, row_number() OVER (ORDER BY b.plans DESC NULLS LAST, b.mentions DESC NULLS LAST, a.cited)
    FROM (SELECT unnest(string_split($names, chr(10))) AS cited) AS a
    LEFT JOIN cited_by AS b USING (cited)
    WHERE $names <> ''
), rows AS (
    SELECT doc_id, plan, file, province_now, readable, nth, is_document, count(*) OVER () AS total
    FROM document_index WHERE $province = '' OR province_now = $province
    ORDER BY nth LIMIT $rows OFFSET $skip
), found AS (
    SELECT doc_id, cited, count(*) AS mentions FROM cited
    WHERE doc_id IN (SELECT doc_id FROM rows) AND cited IN (SELECT cited FROM shown)
    GROUP BY doc_id, cited
)
SELECT
    r.doc_id, r.plan, r.file, r.province_now AS province, r.is_document, s.cited, r.total,
    CASE WHEN f.mentions > 0 THEN 'cited' WHEN r.readable <> 'whole' THEN 'unreadable' ELSE 'none' END AS state,
    1 AS plans, coalesce(f.mentions, 0) AS citing, coalesce(f.mentions, 0) AS mentions
FROM rows AS r
CROSS JOIN shown AS s
LEFT JOIN found AS f ON f.doc_id = r.doc_id AND f.cited = s.cited
ORDER BY r.nth, s.nth
