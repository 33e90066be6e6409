-- the documents that plans carry out or name as their basis, with how long the plans took
WITH links AS (
    SELECT
        k.link, k.doc_id, k.upper, k.upper_issuer, k.upper_level, k.upper_on, k.days_after, k.upper_doc_id, i.province_now,
        coalesce(k.upper_legal_id, concat_ws('|', k.upper, k.upper_issuer)) AS key
    FROM plan_links AS k
    JOIN document_index AS i USING (doc_id)
    LEFT JOIN plan_versions AS v ON v.doc_id = k.doc_id
    WHERE v.superseded_by IS NULL AND $province IN ('', i.province_now, i.province) AND $link IN ('', k.link)
        AND ($words = '' OR contains(replace(strip_accents(lower(concat_ws(' ', k.upper, k.upper_issuer))), 'đ', 'd'), $words))
)
SELECT
    key, any_value(upper) AS upper, any_value(upper_issuer) AS upper_issuer, any_value(upper_level) AS upper_level,
    max(upper_on) AS upper_on, any_value(upper_doc_id) AS upper_doc_id,
    count(DISTINCT doc_id) FILTER (link = 'implements') AS implementing, count(DISTINCT doc_id) FILTER (link = 'based_on') AS basing,
    count(DISTINCT province_now) AS places,
    min(days_after) AS shortest, CAST(round(median(days_after)) AS BIGINT) AS median, max(days_after) AS longest, count(*) OVER () AS total
FROM links
GROUP BY key
ORDER BY
    CASE any_value(upper_level) WHEN 'central' THEN 1 WHEN 'province' THEN 2 WHEN 'district' THEN 3 WHEN 'commune' THEN 4 ELSE 5 END,
    implementing DESC, basing DESC, upper_on DESC NULLS LAST, key
LIMIT $rows OFFSET $skip
