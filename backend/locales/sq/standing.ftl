# Pas akreditimit: pezullim, rikthim, shfuqizim, urdhra, kodi i sjelljes, riakreditim.

## Karta dhe gjendja

badge-reason-suspended = Akreditimi është pezulluar: nuk vlen derisa të rikthehet.
badge-reason-replaced = Kjo kartë është zëvendësuar me një të re.
badge-reason-withdrawn = Akreditimi është tërhequr nga dërguesi.
badge-state-suspended = Akreditimi është pezulluar
badge-state-replaced = Kjo kartë është zëvendësuar
badge-state-withdrawn = Akreditimi është tërhequr
console-accreditation-suspended = i pezulluar
console-accreditation-replaced = i zëvendësuar
console-accreditation-withdrawn = i tërhequr
console-accreditation-expired = i mbaruar
standing-since-valid = Në fuqi që nga { $at }
standing-since-suspended = Pezulluar më { $at }
standing-since-revoked = Shfuqizuar më { $at }
standing-since-replaced = Zëvendësuar më { $at }
standing-since-withdrawn = Tërhequr më { $at }
standing-since-expired = Mbaruar më { $at }
console-standing-reason-replaced = vëzhguesi u zëvendësua
console-standing-reason-withdrawn = dërguesi e tërhoqi kërkesën
console-standing-reason-final-announcement = rezultati përfundimtar u shpall

## Gjetje dhe zgjidhje

finding-basis-unset = Botimi i Kodit nuk e përmend këtë kompetencë ({ $measure }): urdhri bllokohet derisa juristi i komisionit të caktojë me akt mbi cilin nen mbështetet.
finding-basis-is-demo = Baza ligjore { $basis } është DEMO, NUK ËSHTË LIGJ.
finding-code-of-conduct-outdated = U pranua versioni { $accepted } i kodit të sjelljes; në fuqi është versioni { $current }.
finding-follows-order = Kërkesa vjen pas urdhrit që i dha fund akreditimit { $accreditation }. A e lidh ende afati i paraqitjes, e thotë juristi i komisionit.
remedy-accept-code-of-conduct = Pranoni versionin në fuqi të kodit të sjelljes para vendimit.
console-remedy-accept-code-of-conduct = të pranohet versioni në fuqi i kodit të sjelljes

## Probleme

problem-accreditation-not-valid = Akreditimi nuk është në fuqi.
