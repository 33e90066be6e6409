-- A bare number of the Party's centre: in one term of congress a number is given once, so the one registered in the plan's own term is meant.
-- Not where a title stands behind it that the registered one should have agreed with.
INSERT INTO resolved
WITH single AS (
    SELECT citation_id, min(legal_id) AS legal_id, min(issued_on) AS issued_on, min(verified) AS verified
    FROM candidates
    GROUP BY citation_id
    HAVING count(*) = 1
)
SELECT o.citation_id, c.legal_id, 'term' AS resolved_by
FROM open_mentions AS o
JOIN single AS c USING (citation_id)
JOIN party_congresses AS t
    ON o.plan_first >= t.valid_from AND o.plan_last <= t.valid_to AND c.issued_on BETWEEN t.valid_from AND t.valid_to
WHERE regexp_matches(o.canonical, '^\d+-[^/]+/TW$') AND c.verified <> 'no'
    AND NOT regexp_matches(o.behind, '^[^,.]{0,80} (về|ban hành|phê duyệt|quy định|ngày|khóa|khoá|năm) ')
    AND o.citation_id NOT IN (SELECT citation_id FROM resolved);
