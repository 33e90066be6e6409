-- What the analyst views share, kept in the store: which document a mention means, and how far a plan could be read.

CREATE VIEW cited AS
SELECT
    c.citation_id, c.doc_id, c.kind, c.role, c.resolution, c.raw, c.canonical, c.legal_id, c.page,
    -- one name for what is cited: its identity if certain, else its number, else its words
    coalesce(c.legal_id, c.canonical, c.raw) AS cited
FROM citations AS c
WHERE c.role <> 'self';

CREATE VIEW plan_dates AS -- the first and the last day that a document's date can mean; null where it gives none
SELECT
    doc_id, issued_on AS plan_on,
    coalesce(issued_on, TRY_CAST(issued_on_text || '-01' AS DATE), TRY_CAST(issued_on_text || '-01-01' AS DATE)) AS plan_first,
    coalesce(issued_on, last_day(TRY_CAST(issued_on_text || '-01' AS DATE)), TRY_CAST(issued_on_text || '-12-31' AS DATE)) AS plan_last
FROM documents;

CREATE VIEW plans AS
WITH unread AS (
    SELECT doc_id, count(*) AS problems FROM ingest_problems WHERE kind = 'unread' AND doc_id IS NOT NULL GROUP BY doc_id
)
SELECT
    d.doc_id,
    parse_filename(d.source_path) AS file,
    coalesce(d.canonical, parse_filename(d.source_path)) AS plan,
    d.title,
    coalesce(d.province_now, CASE d.issuer_level WHEN 'central' THEN 'Trung ương' END, '(chưa rõ tỉnh)') AS province_now,
    d.issuer, d.issued_on, d.issued_on_text, d.plan_kind, d.plan_year,
    CASE WHEN NOT d.has_text THEN 'none' WHEN u.problems IS NULL THEN 'whole' ELSE 'part' END AS readable
FROM documents AS d
LEFT JOIN unread AS u USING (doc_id)
UNION ALL
-- files that gave no document: they might cite anything
SELECT f.doc_id, parse_filename(f.source_path), parse_filename(f.source_path), NULL, '(chưa rõ tỉnh)',
    NULL, NULL, NULL, NULL, NULL, 'none'
FROM files AS f
WHERE f.state IN ('unreadable', 'locked');


-- Which plans are versions of one plan: those of one issuer for one year that bear the same title, or the same number and day.
-- One of them counts: a numbered one before a draft, then the latest, then the one read from text.
CREATE VIEW plan_versions AS
WITH dated AS (
    SELECT *, coalesce(issued_on_text, CAST(plan_year AS VARCHAR)) AS day_text FROM documents
), spanned AS ( -- the first and the last day that a day, month or year can mean
    SELECT
        *,
        coalesce(TRY_CAST(day_text AS DATE), TRY_CAST(day_text || '-01' AS DATE), TRY_CAST(day_text || '-01-01' AS DATE)) AS first_day,
        coalesce(TRY_CAST(day_text AS DATE), TRY_CAST(day_text || '-28' AS DATE), TRY_CAST(day_text || '-12-31' AS DATE)) AS last_day
    FROM dated
), lands AS ( -- a change of rank keeps the territory, a merger makes another of the same name
    SELECT p.name, coalesce(s.from_id, p.id) AS land, p.valid_from, p.valid_to
    FROM provinces AS p
    LEFT JOIN province_succession AS s ON s.to_id = p.id AND s.change = 'rank'
), landed AS (
    SELECT d.doc_id, min(l.land) AS land
    FROM spanned AS d
    JOIN lands AS l ON l.name = d.province
        AND coalesce(l.valid_from <= d.last_day, TRUE) AND coalesce(l.valid_to >= d.first_day, TRUE)
    WHERE d.first_day IS NOT NULL
    GROUP BY d.doc_id
    HAVING min(l.land) = max(l.land)
), keyed AS (
    SELECT
        doc_id, issuer, canonical, issued_on_text, text_source, land,
        -- "Chủ tịch UBND tỉnh Hà Nam" and "UBND Hà Nam" speak for one body; "Tỉnh ủy" keeps its word
        concat_ws('|', regexp_replace(regexp_replace(lower(issuer), '^chủ tịch ', ''), ' (tỉnh|thành phố) ', ' '),
            coalesce(land, province), local)
            AS issuer_key,
        coalesce(CAST(plan_year AS VARCHAR), left(issued_on_text, 4)) AS of_year,
        nullif(regexp_replace(lower(title), '\(?(dự thảo|lần \d+)\)?|[^\p{L}\p{N}]+', '', 'g'), '') AS title_key
    FROM documents
    LEFT JOIN landed USING (doc_id)
), grouped AS (
    SELECT
        *,
        CASE WHEN issuer <> '' AND title_key <> '' AND of_year <> '' THEN concat_ws('|', issuer_key, of_year, title_key)
        ELSE doc_id END AS by_title,
        CASE WHEN issuer <> '' AND canonical <> '' AND issued_on_text <> ''
        THEN concat_ws('|', issuer_key, canonical, issued_on_text) ELSE doc_id END AS by_number
    FROM keyed
), placed AS (
    SELECT
        *,
        row_number() OVER (ORDER BY
            canonical IS NULL, issued_on_text DESC NULLS LAST, text_source <> 'text', doc_id
        ) AS place
    FROM grouped
), best AS (
    SELECT
        doc_id, issuer_key, land, place,
        arg_min(doc_id, place) OVER (PARTITION BY by_title) AS best_by_title, min(place) OVER (PARTITION BY by_title) AS place_by_title,
        arg_min(doc_id, place) OVER (PARTITION BY by_number) AS best_by_number, min(place) OVER (PARTITION BY by_number) AS place_by_number
    FROM placed
)
SELECT
    doc_id, issuer_key, land,
    nullif(CASE WHEN place_by_title <= place_by_number THEN best_by_title ELSE best_by_number END, doc_id) AS superseded_by
FROM best;

-- What each target of a plan promises, and why it cannot stand beside others of its indicator, if it cannot (apart):
-- unsure, no_year, relative (to an earlier value), no_value, range, odd_value (a share above 100 %),
-- against_direction (at most … where more is better), other_unit, rate (per something), part (of one sector only).
CREATE VIEW promises AS
WITH told AS (
    SELECT
        t.*, i.name AS indicator, i.unit AS indicator_unit, i.direction,
        regexp_replace(lower(t.metric), 'tăng (trưởng|cường)', '', 'g') AS said, -- growth is a subject, not a change
        lower(coalesce(i.name, '')) AS named
    FROM targets AS t
    LEFT JOIN indicators AS i USING (indicator_id)
), judged AS (
    SELECT
        *,
        comparator IN ('>prev', '<prev') OR (
            (baseline_year IS NOT NULL OR regexp_matches(said, '(^|[^\p{L}])(tăng|giảm|thêm|bớt|cao hơn|thấp hơn|so với)($|[^\p{L}])'))
            -- an indicator may itself be a change: "Tỷ lệ cắt giảm thời gian …"
            AND NOT regexp_matches(named, '(^|[^\p{L}])(tăng|giảm|tinh giản|bãi bỏ)($|[^\p{L}])')
            -- "nâng lên 95 %", "giảm xuống còn dưới 2 %" name the value to reach, whatever it was before
            AND NOT regexp_matches(lower(raw), '(lên|xuống|còn|đạt|mức) ((từ|trên|dưới|tối thiểu|tối đa|ít nhất|khoảng|không quá|mức) )*\d')
        ) AS is_relative,
        CASE
            WHEN indicator_unit = 'thứ hạng' THEN TRUE -- the matcher of indicators lets only ranks through
            WHEN starts_with(indicator_unit, '%') THEN coalesce(starts_with(unit, '%'), FALSE)
            -- "trạm phát sóng" counts trạm, "triệu đồng/người/năm" triệu đồng
            ELSE coalesce(starts_with(
                concat(split_part(lower(unit), '/', 1), ' '), concat(split_part(lower(indicator_unit), '/', 1), ' ')
            ), FALSE)
        END AS same_unit
    FROM told
)
SELECT
    j.target_id, j.doc_id, j.indicator_id, j.indicator, j.direction, j.indicator_unit, j.year, j.comparator, j.value, j.value_max,
    j.unit, j.baseline_value, j.baseline_year, j.metric, j.field, j.raw, j.page, j.char_start, j.confidence,
    p.plan, p.file, d.province, p.province_now, p.issuer, d.local, v.issuer_key, v.land, p.issued_on, p.issued_on_text, p.plan_year,
    d.canonical IS NULL AS is_draft, v.superseded_by,
    CASE
        WHEN p.issuer IS NULL OR d.issuer_level IS NULL THEN 'unknown'
        WHEN d.issuer_level = 'central' THEN 'central'
        -- who speaks for the whole of the territory, and who for one body of it
        WHEN regexp_matches(p.issuer, '^(Chủ tịch )?(UBND|HĐND|Tỉnh ủy|Thành ủy|Huyện ủy|Quận ủy|Thị ủy|Đảng ủy) ') THEN d.issuer_level
        ELSE concat(d.issuer_level, '-body')
    END AS scope,
    CASE
        WHEN j.confidence < 0.5 THEN 'unsure'
        WHEN j.indicator_id IS NOT NULL AND j.value IS NOT NULL AND NOT j.same_unit THEN 'other_unit'
        WHEN j.is_relative THEN 'relative'
        WHEN j.value IS NULL THEN 'no_value'
        WHEN j.value_max IS NOT NULL THEN 'range'
        WHEN j.indicator_id IS NULL THEN NULL
        WHEN j.year IS NULL THEN 'no_year'
        WHEN j.indicator_unit = '%' AND j.value > 100 THEN 'odd_value'
        WHEN (j.direction = 'up' AND j.comparator IN ('<', '<=')) OR (j.direction = 'down' AND j.comparator IN ('>', '>='))
            THEN 'against_direction'
        WHEN NOT starts_with(j.indicator_unit, '%')
            AND regexp_matches(j.said, '(^| )(mỗi|hằng|hàng|từng) |/') <> regexp_matches(j.named, '(^| )(mỗi|hằng|hàng|từng) |/') THEN 'rate'
        WHEN regexp_matches(j.said, '(lĩnh vực|thủ tục( hành chính)? (về|thuộc|trong)) ')
            AND NOT regexp_matches(j.named, '(lĩnh vực|thủ tục( hành chính)? (về|thuộc|trong)) ') THEN 'part'
    END AS apart
FROM judged AS j
JOIN documents AS d USING (doc_id)
JOIN plans AS p USING (doc_id)
JOIN plan_versions AS v USING (doc_id);
