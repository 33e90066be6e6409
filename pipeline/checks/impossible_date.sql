-- Ngày không có trong lịch
-- Ngày ghi bằng số mà lịch không có: tháng 13, ngày 31 tháng 11, năm có năm chữ số (08/6/20210).
-- Đếm mọi ngày ghi bằng số trong văn bản; chữ đọc từ ảnh thì không kết luận vì có thể máy đọc sai.
-- severity: error
-- scan: unknown
SELECT
    doc_id, written_date_id AS fact_id, char_start, char_end, page,
    CASE WHEN fault IS NULL THEN 'ok' ELSE 'fault' END AS verdict,
    concat('«', raw, '»: ', CASE fault
        WHEN 'year' THEN 'năm không có bốn chữ số'
        WHEN 'month' THEN 'không có tháng này'
        WHEN 'day' THEN 'tháng này không có ngày đó'
    END, '.') AS message,
    NULL AS suggestion, raw AS evidence
FROM written_dates
