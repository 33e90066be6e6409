-- Tỉnh nào dẫn những văn bản cần dẫn
-- Mỗi dòng: một tỉnh (hoặc một kế hoạch) và một văn bản của danh sách, tình trạng dẫn, số kế hoạch theo từng tình trạng, chữ làm chứng
-- :required [set] tên danh sách: cchc-2021-2030, kiem-soat-tthc, chuyen-doi-so (default "cchc-2021-2030")
-- :year năm của kế hoạch; 0 = mọi năm (default 0)
-- :by [code] province = mỗi tỉnh một dòng, plan = mỗi kế hoạch một dòng (default "province")
-- :listed danh sách riêng thay cho danh sách có sẵn, dạng JSON (default "")
WITH listed AS (
    SELECT r.legal_id, TRY_CAST(r.from_year AS BIGINT) AS from_year, TRY_CAST(r.to_year AS BIGINT) AS to_year, s.plan_kinds
    FROM required_documents AS r JOIN required_sets AS s USING ("set")
    WHERE r."set" = $required AND $listed = ''
    UNION ALL
    SELECT j.legal_id, TRY_CAST(j.from_year AS BIGINT), TRY_CAST(j.to_year AS BIGINT), j.plan_kinds
    FROM (SELECT unnest(from_json($listed,
        '[{"legal_id": "VARCHAR", "from_year": "VARCHAR", "to_year": "VARCHAR", "plan_kinds": "VARCHAR"}]')) AS j WHERE $listed <> '')
), wanted AS (
    SELECT
        w.*, l.title, l.issuer AS registered_issuer, l.issued_on AS registered_on,
        coalesce(l.canonical, split_part(split_part(w.legal_id, ':', 1), '@', 1)) AS canonical
    FROM listed AS w
    LEFT JOIN legal_documents AS l USING (legal_id)
), asked AS ( -- the plans of these subjects and this year; a file that could not be read may be one of them
    SELECT
        p.doc_id, p.file, p.plan, p.province_now, p.plan_kind, p.readable, t.plan_first, t.plan_last,
        coalesce(p.plan_year, year(t.plan_first)) AS first_year, coalesce(d.plan_year_to, p.plan_year, year(t.plan_last)) AS last_year
    FROM plans AS p
    LEFT JOIN documents AS d USING (doc_id)
    LEFT JOIN plan_dates AS t USING (doc_id)
), paired AS (
    SELECT a.*, w.*
    FROM asked AS a
    JOIN wanted AS w
        ON (list_contains(string_split(w.plan_kinds, '|'), a.plan_kind) OR coalesce(w.plan_kinds, '') = ''
            OR (a.plan_kind IS NULL AND a.readable <> 'whole'))
        AND ($year = 0 OR a.first_year IS NULL AND a.readable <> 'whole' OR $year BETWEEN a.first_year AND a.last_year)
        AND coalesce(CASE WHEN $year > 0 THEN $year ELSE a.first_year END >= w.from_year, TRUE)
        AND coalesce(CASE WHEN $year > 0 THEN $year ELSE a.first_year END <= w.to_year, TRUE)
), replaced AS ( -- what a wanted document replaced as a whole, as far as that is sourced
    SELECT r.from_id AS legal_id, r.to_id AS older_id
    FROM legal_relations AS r
    LEFT JOIN legal_documents AS o ON o.legal_id = r.to_id
    WHERE r.relation IN ('replaces', 'repeals') AND (r.verified = 'yes' OR (o.expired_on IS NOT NULL AND o.verified <> 'no'))
), conflicts AS ( -- what is known against the day of a mention
    SELECT
        citation_id, min(other_legal_id) FILTER (kind = 'year') AS other_year_id,
        bool_or(kind IN ('number', 'corpus')) AS is_misdated, list(other_legal_id) FILTER (kind = 'registry') AS registered
    FROM date_conflicts
    GROUP BY citation_id
), named AS ( -- all that a mention of a wanted document may bear
    SELECT legal_id AS name FROM wanted UNION SELECT canonical FROM wanted UNION SELECT older_id FROM replaced
    WHERE legal_id IN (SELECT legal_id FROM wanted)
), mentions AS (
    SELECT
        c.doc_id, c.citation_id, c.char_start, c.raw, c.page, c.legal_id AS found_id, c.canonical, c.issuer, c.issued_on_text, c.resolution, x.other_year_id,
        coalesce(x.is_misdated OR list_contains(x.registered, c.legal_id), FALSE) AS misdated
    FROM citations AS c
    LEFT JOIN conflicts AS x USING (citation_id)
    WHERE c.role <> 'self' AND (c.legal_id IN (FROM named) OR c.canonical IN (FROM named) OR x.other_year_id IN (FROM named))
), judged AS (
    SELECT
        p.doc_id, p.legal_id, m.citation_id, m.char_start, m.raw, m.page, m.issued_on_text, m.issuer,
        CASE
            WHEN m.found_id = p.legal_id AND p.registered_issuer IN ('Chính phủ', 'Thủ tướng Chính phủ', 'Quốc hội')
                AND m.issuer <> p.registered_issuer THEN 'wrong_issuer'
            WHEN m.found_id = p.legal_id AND m.misdated THEN 'wrong_date'
            WHEN m.found_id = p.legal_id THEN 'cited'
            WHEN m.other_year_id = p.legal_id THEN 'wrong_date'
            WHEN m.found_id = o.older_id THEN 'superseded'
            WHEN m.resolution <> 'resolved' AND m.issuer <> p.registered_issuer
                AND regexp_matches(m.issuer, 'UBND |HĐND |Sở |(Tỉnh|Thành|Huyện|Quận|Thị|Đảng) ủy') THEN 'wrong_issuer'
            WHEN m.resolution <> 'resolved' THEN 'unclear'
        END AS state
    FROM paired AS p
    LEFT JOIN replaced AS o ON o.legal_id = p.legal_id
    JOIN mentions AS m
        ON m.doc_id = p.doc_id
        AND (m.found_id = p.legal_id OR m.found_id = o.older_id
            OR (m.canonical = p.canonical AND m.resolution <> 'resolved'
                AND coalesce(left(m.issued_on_text, 4) = CAST(year(p.registered_on) AS VARCHAR), TRUE))
            OR m.other_year_id = p.legal_id)
), ranked AS (
    SELECT *, list_position(['cited', 'wrong_date', 'wrong_issuer', 'superseded', 'unclear'], state) AS place
    FROM judged
), best AS ( -- of several mentions the best, then the first
    SELECT
        doc_id, legal_id, count(*) AS mentions, min(place) AS place,
        arg_min({
            'state': state, 'citation_id': citation_id, 'raw': raw, 'page': page, 'issued_on_text': issued_on_text, 'issuer': issuer
        }, (place, char_start, citation_id)) AS best
    FROM ranked
    GROUP BY doc_id, legal_id
), told AS (
    SELECT
        p.doc_id, p.file, p.plan, p.province_now, p.legal_id, p.title, coalesce(r.mentions, 0) AS mentions, r.place, r.best AS best,
        CASE
            WHEN r.place IS NOT NULL THEN r.best.state
            WHEN p.readable <> 'whole' THEN 'unreadable'
            WHEN p.registered_on > p.plan_last THEN 'not_issued'
            ELSE 'none'
        END AS state
    FROM paired AS p
    LEFT JOIN best AS r USING (doc_id, legal_id)
), places AS (
    SELECT name AS province_now, min(sort_key) AS nth FROM provinces WHERE valid_to IS NULL GROUP BY name
    UNION ALL
    SELECT DISTINCT province_now, NULL::BIGINT FROM told
    WHERE province_now NOT IN (SELECT name FROM provinces WHERE valid_to IS NULL)
), by_province AS (
    SELECT
        g.province_now, NULL AS plan, w.legal_id AS cited, w.title,
        CASE
            WHEN count(t.legal_id) = 0 THEN 'no_plan'
            ELSE arg_min(t.state, list_position(
                ['cited', 'wrong_date', 'wrong_issuer', 'superseded', 'unclear', 'unreadable', 'none', 'not_issued'], t.state))
        END AS state,
        count(t.legal_id) AS plans,
        count(*) FILTER (t.state = 'cited') AS plans_citing,
        count(*) FILTER (t.state = 'superseded') AS citing_older,
        count(*) FILTER (t.state = 'wrong_date') AS citing_misdated,
        count(*) FILTER (t.state = 'wrong_issuer') AS citing_misissued,
        count(*) FILTER (t.state = 'unclear') AS citing_unclear,
        count(*) FILTER (t.state = 'none') AS not_citing,
        count(*) FILTER (t.state = 'unreadable') AS not_read,
        coalesce(sum(t.mentions), 0)::BIGINT AS mentions,
        arg_min({'file': t.file, 'doc_id': t.doc_id, 'best': t.best}, (coalesce(t.place, 9), t.file, t.doc_id)) AS shown,
        g.nth
    FROM places AS g
    CROSS JOIN wanted AS w
    LEFT JOIN told AS t ON t.province_now = g.province_now AND t.legal_id = w.legal_id
    WHERE $by = 'province'
        AND ($year = 0 OR (coalesce($year >= w.from_year, TRUE) AND coalesce($year <= w.to_year, TRUE)))
    GROUP BY g.province_now, g.nth, w.legal_id, w.title
)
SELECT
    province_now, plan, cited, state, plans, plans_citing, citing_older, citing_misdated, citing_misissued, citing_unclear, not_citing,
    not_read, mentions, title, shown.best.raw AS raw, shown.best.issued_on_text AS issued_on_text, shown.best.issuer AS issuer,
    shown.best.page AS page, shown.file AS file, shown.doc_id AS doc_id, shown.best.citation_id AS citation_id
FROM by_province
UNION ALL
SELECT
    t.province_now, t.plan, t.legal_id, t.state, 1, CAST(t.state = 'cited' AS INTEGER), CAST(t.state = 'superseded' AS INTEGER),
    CAST(t.state = 'wrong_date' AS INTEGER), CAST(t.state = 'wrong_issuer' AS INTEGER), CAST(t.state = 'unclear' AS INTEGER),
    CAST(t.state = 'none' AS INTEGER), CAST(t.state = 'unreadable' AS INTEGER), t.mentions, t.title, t.best.raw, t.best.issued_on_text,
    t.best.issuer, t.best.page, t.file, t.doc_id, t.best.citation_id
FROM told AS t
WHERE $by = 'plan'
ORDER BY
    (SELECT min(sort_key) FROM provinces AS n WHERE n.name = province_now AND n.valid_to IS NULL) NULLS LAST, province_now, file, cited
