-- each province of today: whether one of its plans carries out a document, names it as its basis, or neither
WITH linked AS (
    SELECT
        i.province_now, bool_or(k.link = 'implements') AS implements,
        bool_or(k.link = 'implements' AND k.level = 'province' AND regexp_matches(i.issuer, '^(Chủ tịch )?(UBND|HĐND|Tỉnh ủy|Thành ủy) ')) AS by_province,
        count(DISTINCT k.doc_id) AS plans,
        min(k.days_after) FILTER (
            k.link = 'implements' AND k.level = 'province' AND regexp_matches(i.issuer, '^(Chủ tịch )?(UBND|HĐND|Tỉnh ủy|Thành ủy) ')
        ) AS first_days,
        arg_min(k.citation_id, (k.link <> 'implements', k.days_after IS NULL, k.days_after)) AS citation_id
    FROM plan_links AS k
    JOIN document_index AS i USING (doc_id)
    LEFT JOIN plan_versions AS v ON v.doc_id = k.doc_id
    WHERE coalesce(k.upper_legal_id, concat_ws('|', k.upper, k.upper_issuer)) = $key AND v.superseded_by IS NULL
    GROUP BY i.province_now
), held AS ( -- what the store has of each province since that day; without a day, whatever it has
    SELECT i.province_now, count(*) AS plans, bool_or(i.readable <> 'whole') AS unread
    FROM document_index AS i
    LEFT JOIN plan_dates AS d USING (doc_id)
    WHERE coalesce(d.plan_last >= CAST(nullif($since, '') AS DATE), TRUE)
    GROUP BY i.province_now
)
SELECT
    p.name, p.tile_row, p.tile_col, l.first_days, l.plans, l.citation_id,
    CASE
        WHEN l.by_province THEN 'implements' WHEN l.implements THEN 'by_body' WHEN l.plans > 0 THEN 'based_on' WHEN h.unread THEN 'unreadable'
        WHEN h.plans > 0 THEN 'not_seen' ELSE 'no_plan'
    END AS state
FROM places AS p
LEFT JOIN linked AS l ON l.province_now = p.name
LEFT JOIN held AS h ON h.province_now = p.name
WHERE p.tile_row IS NOT NULL
ORDER BY p.sort_key
