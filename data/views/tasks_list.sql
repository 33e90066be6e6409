-- Nhiệm vụ: ai làm, việc gì, đến khi nào
-- Mỗi dòng: một nhiệm vụ với cơ quan chủ trì, phối hợp, thời hạn và chữ trong bản gốc; newer_version: tệp của bản mới hơn, nếu kế hoạch này chỉ là dự thảo hay bản cũ
-- :unit [unit] tên cơ quan hoặc một phần tên, ở bất kỳ vai trò nào; để trống = mọi cơ quan (default "")
-- :from [day] ngày đầu, dạng 2026-01-31: chỉ nhiệm vụ có hạn từ ngày này; để trống = không giới hạn (default "")
-- :to [day] ngày cuối, dạng 2026-12-31: chỉ nhiệm vụ có hạn đến ngày này; để trống = không giới hạn (default "")
-- :field [field] mã lĩnh vực, ví dụ tthc; để trống = mọi lĩnh vực (default "")
-- :province [province] tên tỉnh, nay hoặc khi ban hành; để trống = mọi nơi (default "")
-- :without_lead 1 = chỉ nhiệm vụ chưa rõ cơ quan chủ trì (default 0)
WITH roles AS (
    SELECT
        task_id,
        string_agg(unit, '; ' ORDER BY position) FILTER (role = 'lead') AS lead,
        string_agg(unit, '; ' ORDER BY position) FILTER (role = 'coordinating') AS coordinating,
        -- blanks around every name: "Sở Y tế" is no part of "Sở Y tếX"
        bool_or($unit = '' OR contains(concat(' ', lower(unit), ' '), concat(' ', lower(trim($unit)), ' '))
            OR contains(concat(' ', lower(raw), ' '), concat(' ', lower(trim($unit)), ' '))) AS named
    FROM task_units
    GROUP BY task_id
), ends AS (
    SELECT
        task_id, max(coalesce(end_on, start_on)) AS due_on,
        bool_or(coalesce(end_on, start_on) >= TRY_CAST($from AS DATE)) AS after_first,
        bool_or(coalesce(end_on, start_on) <= TRY_CAST($to AS DATE)) AS before_last,
        bool_or(coalesce(end_on, start_on) BETWEEN TRY_CAST($from AS DATE) AND TRY_CAST($to AS DATE)) AS between_both,
        string_agg(DISTINCT kind, ', ' ORDER BY kind) AS deadline_kind
    FROM task_deadlines
    GROUP BY task_id
)
SELECT
    p.province_now, r.lead, r.coordinating, t.text, t.deliverable, t.deadline_raw, e.due_on, e.deadline_kind, t.field, t.section,
    t.number, t.page, p.plan, p.issuer, t.source,
    (SELECT n.file FROM plans AS n WHERE n.doc_id = v.superseded_by) AS newer_version,
    p.file, t.raw, t.doc_id, t.task_id
FROM tasks AS t
JOIN plans AS p USING (doc_id)
JOIN documents AS d USING (doc_id)
JOIN plan_versions AS v USING (doc_id)
LEFT JOIN roles AS r USING (task_id)
LEFT JOIN ends AS e USING (task_id)
LEFT JOIN (SELECT name, min(sort_key) AS place FROM provinces GROUP BY name) AS n ON n.name = p.province_now
WHERE
    ($unit = '' OR r.named)
    AND CASE
        WHEN $from <> '' AND $to <> '' THEN e.between_both WHEN $from <> '' THEN e.after_first WHEN $to <> '' THEN e.before_last
        ELSE TRUE
    END
    AND $field IN ('', t.field)
    AND $province IN ('', p.province_now, d.province)
    AND ($without_lead = 0 OR r.lead IS NULL)
ORDER BY e.due_on NULLS LAST, n.place NULLS LAST, p.province_now, p.file, t.char_start, t.task_id
