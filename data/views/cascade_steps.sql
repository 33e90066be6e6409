-- Việc bắt buộc: tỉnh nào đã ban hành kế hoạch mà trung ương giao
-- Mỗi dòng: một tỉnh và một kế hoạch mà trung ương giao, với kế hoạch sớm nhất thấy trong kho; "chưa thấy" không phải là "không có", bản sớm hơn có thể ở ngoài kho
-- :step [step] mã việc, ví dụ qd2629-ke-hoach; để trống = mọi việc (default "")
WITH steps AS (
    SELECT m.*, CAST(m.due_on AS DATE) AS due, l.issued_on AS upper_on
    FROM mandated_steps AS m
    LEFT JOIN legal_documents AS l ON l.legal_id = m.legal_id AND l.verified <> 'no'
    WHERE m.level = 'province' AND $step IN ('', m.step_id)
), today AS (
    SELECT name, sort_key FROM provinces WHERE valid_to IS NULL
), whole AS ( -- plans that speak for a whole province
    SELECT p.*, d.issuer_level
    FROM plans AS p
    JOIN documents AS d USING (doc_id)
    WHERE d.issuer_level = 'province' AND regexp_matches(p.issuer, '^(Chủ tịch )?(UBND|HĐND) ')
), linked AS ( -- a plan whose title names the subject is the one that was asked for; others only rest on the same document
    SELECT
        s.step_id, w.province_now, w.plan, w.file, w.issued_on, w.doc_id,
        CASE WHEN len(list_filter(string_split(s.title_words, '|'),
            lambda words: contains(regexp_replace(lower(w.title), '\s+', ' ', 'g'), words))) > 0 THEN 'implements' ELSE 'based_on' END AS link
    FROM steps AS s
    JOIN plan_links AS k ON k.upper_legal_id = s.legal_id
    JOIN whole AS w ON w.doc_id = k.doc_id
), found AS ( -- the earliest of a province
    SELECT * FROM linked
    QUALIFY row_number() OVER (PARTITION BY step_id, province_now ORDER BY link = 'implements' DESC, issued_on NULLS LAST, doc_id) = 1
), held AS (
    SELECT
        s.step_id, p.province_now, bool_or(p.readable <> 'whole') AS unread, count(*) AS plans
    FROM steps AS s
    JOIN plans AS p ON TRUE
    LEFT JOIN plan_dates AS d USING (doc_id)
    WHERE coalesce(d.plan_last >= s.upper_on, TRUE)
    GROUP BY s.step_id, p.province_now
)
SELECT
    s.step_id, s.legal_id, s.what, t.name AS province_now,
    CASE
        WHEN f.link IS NOT NULL THEN f.link WHEN h.unread THEN 'unreadable' WHEN h.plans > 0 THEN 'not_seen' ELSE 'no_plan'
    END AS step_state,
    f.plan, f.issued_on, s.due AS due_on, CASE WHEN f.link = 'implements' THEN date_diff('day', s.due, f.issued_on) END AS days_late, date_diff('day', s.upper_on, f.issued_on) AS days_after,
    s.source, s.verified, f.file, f.doc_id
FROM steps AS s
CROSS JOIN today AS t
LEFT JOIN found AS f ON f.step_id = s.step_id AND f.province_now = t.name
LEFT JOIN held AS h ON h.step_id = s.step_id AND h.province_now = t.name
ORDER BY s.step_id, t.sort_key
