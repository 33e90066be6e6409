-- What the checks share, for the connection that builds the store.
-- The first and the last day that a day, month or year can mean: "2024-01" is 01/01/2024 to 31/01/2024.
CREATE OR REPLACE TEMP MACRO first_day_of(text) AS
    coalesce(TRY_CAST(text AS DATE), TRY_CAST(text || '-01' AS DATE), TRY_CAST(text || '-01-01' AS DATE));

CREATE OR REPLACE TEMP MACRO last_day_of(text) AS
    coalesce(TRY_CAST(text AS DATE), last_day(TRY_CAST(text || '-01' AS DATE)), TRY_CAST(text || '-12-31' AS DATE));

-- "16/01/2023", "98,5", "100" as people write them
CREATE OR REPLACE TEMP MACRO day_said(day) AS strftime(day, '%d/%m/%Y');

CREATE OR REPLACE TEMP MACRO number_said(value) AS replace(regexp_replace(CAST(value AS VARCHAR), '\.0$', ''), '.', ',');

-- A document by its identity as people write it: 2629/QĐ-TTg@2025 is "Quyết định số 2629/QĐ-TTg (2025)", 63/2010/NĐ-CP bears its year
-- itself, 187/KH-UBND@2021:ubnd-tinh-ha-nam and "12/QĐ-BNV|Bộ Nội vụ" tell who issued it. Its type only where the registry gives one.
CREATE OR REPLACE TEMP MACRO document_said(identity) AS concat(
    (SELECT max(l.doc_type) || ' số ' FROM legal_documents AS l WHERE l.legal_id = identity AND l.verified <> 'no'),
    regexp_extract(identity, '^[^@|:]+'),
    CASE WHEN regexp_matches(identity, '@\d{4}') THEN concat(' (', regexp_extract(identity, '@(\d{4})', 1), ')') ELSE '' END,
    coalesce(
        ' của ' || (SELECT max(l.issuer) FROM legal_documents AS l WHERE l.legal_id = identity AND contains(identity, ':')),
        ' của ' || nullif(regexp_extract(identity, '\|(.+)$', 1), ''), '')
);

-- Where a day is known from: "145/2025/QĐ-UBND (2025-11-20) (ngày nêu trong 9 văn bản)" without brackets in brackets, days as people write them
CREATE OR REPLACE TEMP MACRO source_said(source) AS regexp_replace(
    regexp_replace(regexp_replace(source, ' ?\((\d{4})-(\d{2})-(\d{2})\)', ' ngày \3/\2/\1', 'g'), ' \(([^()]*)\)', ', \1', 'g'),
    '(\d{4})-(\d{2})-(\d{2})', '\3/\2/\1', 'g'
);

-- Two names of as many words that differ in one word, not the first: by marks only or by one letter.
CREATE OR REPLACE TEMP MACRO words_apart(one, other) AS
    list_filter(list_zip(string_split(one, ' '), string_split(other, ' ')), lambda pair: pair[1] IS DISTINCT FROM pair[2]);

CREATE OR REPLACE TEMP MACRO nearly_the_same(one, other) AS
    split_part(one, ' ', 1) = split_part(other, ' ', 1)
    AND len(words_apart(one, other)) = 1
    AND damerau_levenshtein(
        replace(strip_accents(words_apart(one, other)[1][1]), 'đ', 'd'), replace(strip_accents(words_apart(one, other)[1][2]), 'đ', 'd')
    ) <= 1;
