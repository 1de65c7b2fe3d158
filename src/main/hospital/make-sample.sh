#!/bin/sh
# Makes src/main/resources/hospital/*.csv.gz: 300 living patients of Synthea's, who never were, and their history.
# Needs Java 17, Maven, awk, sed and gzip; takes about three minutes. Synthea's output is free of restrictions.
# The same seeds give the same hospital, except for a few random ids that Synthea does not seed.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
target="$here/../resources/hospital"
work="$here/../../../target/hospital"
mkdir -p "$target" "$work"

if [ ! -d "$work/output/csv" ]; then
    mvn -q -B -f "$here/pom.xml" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies \
        -DoutputDirectory="$work/lib"
    (cd "$work" && java -Xmx3g -cp 'lib/*' App -p 300 -s 20260101 -cs 20260101 -r 20260101 -e 20260101 Massachusetts \
        --exporter.baseDirectory=./output/ --exporter.csv.export=true --exporter.fhir.export=false \
        --exporter.hospital.fhir.export=false --exporter.practitioner.fhir.export=false)
fi
csv="$work/output/csv"

# Synthea knows Latin letters only: two of three patients get a name and a note as real hospitals have them.
# Synthea writes no comma, quote or line break inside a value.
awk -F, -v OFS=, '
BEGIN {
    names = split("Zoë Müller-Ångström|Ольга Кузнецова|محمد عبد الرحمن|王秀英（阿英）|Αλέξανδρος Παπαδόπουλος|高橋さくら（さくら）|" \
        "김민준 (Min-jun)|שרה כהן-לוי|Nguyễn Thị Hương|सुनीता शर्मा", name, "|")
    notes = split("Bitte nach 17 Uhr anrufen 📞|Аллергия на пенициллин ⚠️|يفضل الطبيبة 👩‍⚕️|需要普通话口译员 🗣️|" \
        "Écrire à sa fille Chloé 💌|手話通訳が必要です 🤟|Likes to be called by the first name 🙂", note, "|")
}
NR == 1 {
    print "id,birth_date,death_date,ssn,drivers_license,passport,prefix,first_name,middle_name,last_name,suffix," \
        "maiden_name,marital,race,ethnicity,gender,birthplace,address,city,state,county,zip,latitude,longitude," \
        "healthcare_expenses,healthcare_coverage,income,preferred_name,note"
    next
}
{
    preferred = NR % 3 ? name[NR % names + 1] : ""
    remark = NR % 3 == 1 ? "" : note[NR % notes + 1] " #" NR + 1000
    print $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $23, $24, \
        $25, $26, $27, $28, preferred, remark
}' "$csv/patients.csv" | gzip -9n > "$target/patients.csv.gz"

sed '1s/.*/id,started,stopped,patient_id,organization_id,provider_id,payer_id,class,code,description,base_cost,total_cost,payer_coverage,reason_code,reason/' \
    "$csv/encounters.csv" | gzip -9n > "$target/encounters.csv.gz"

sed '1s/.*/observed,patient_id,encounter_id,category,code,description,value,units,type/' \
    "$csv/observations.csv" | gzip -9n > "$target/observations.csv.gz"

# billing keeps UTC without a zone, as many such systems do
mysql_time='s/\([0-9]\)T\([0-9][0-9]:[0-9][0-9]:[0-9][0-9]\)Z/\1 \2/g'

awk -F, -v OFS=, '
FILENAME ~ /patients/ { patient[$1] = $8 " " $10; next }
FILENAME ~ /encounters/ { cost[$1] = $12; next }
FNR == 1 {
    print "id,patient_id,patient_name,provider_id,payer_id,encounter_id,diagnosis,serviced,status,amount," \
        "outstanding,billed"
    next
}
{ print $1, $2, patient[$2], $3, $4, $17, $8, $19, $21, cost[$17], $24, $27 }
' "$csv/patients.csv" "$csv/encounters.csv" "$csv/claims.csv" | sed "$mysql_time" | gzip -9n > "$target/claims.csv.gz"

sed -e '1s/.*/started,stopped,patient_id,payer_id,encounter_id,code,description,base_cost,payer_coverage,dispenses,total_cost,reason_code,reason/' \
    -e "$mysql_time" "$csv/medications.csv" | gzip -9n > "$target/medications.csv.gz"

cut -d, -f1-11,20-22 "$csv/payers.csv" |
    sed '1s/.*/id,name,ownership,address,city,state,zip,phone,amount_covered,amount_uncovered,revenue,customers,quality_of_life,member_months/' |
    gzip -9n > "$target/payers.csv.gz"

ls -l "$target"
