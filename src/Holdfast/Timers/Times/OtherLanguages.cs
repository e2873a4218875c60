using System.Text.RegularExpressions;

namespace Holdfast.Timers.Times;

/// <summary>
/// Finds words of other languages that say when, in what is left of a line in which an English time was found: <c>appeler Bob demain à
/// 9:00</c> is not for the next 9:00. Times are not read in these languages; that they are not is to be said, and not to be found out the day
/// after.
/// </summary>
internal static partial class OtherLanguages
{
    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant;
    private const int Limit = 1_000;
    private const string End = @"(?![\p{L}\p{M}\p{N}])";

    /// <summary>Today, tomorrow, the days of the week, "every" and "next". None is a word of English as well.</summary>
    private static readonly HashSet<string> Words = new(
        """
        heute heut morgen übermorgen uebermorgen montag montags dienstag dienstags mittwoch mittwochs donnerstag donnerstags freitag freitags samstag samstags sonnabend sonnabends sonntag sonntags uhr
        täglich taeglich wöchentlich woechentlich monatlich stündlich jährlich abends mittags morgens vormittags nachmittags nachts jede jeden jedes jedem nächste nächsten nächster nächstes naechste naechsten naechster
        übernächste übernächsten kommenden

        demain aujourd lundi mardi mercredi jeudi vendredi samedi dimanche chaque prochain prochaine quotidien quotidiennement

        mañana manana hoy lunes martes miércoles miercoles jueves viernes sábado sabado domingo cada próximo próxima

        domani dopodomani oggi stasera stamattina lunedì martedì mercoledì giovedì venerdì sabato domenica ogni prossimo prossima

        amanhã hoje feira terça domingos diariamente

        vandaag overmorgen vanavond maandag dinsdag woensdag donderdag vrijdag zaterdag zondag iedere dagelijks wekelijks volgende

        idag imorgon imorgen måndag tisdag onsdag torsdag fredag lördag söndag mandag tirsdag lørdag søndag varje hver hvert nästa neste næste dagligen dagligt daglig

        dziś dzisiaj jutro pojutrze poniedziałek wtorek środa środę czwartek piątek sobota sobotę niedziela niedzielę codziennie każdy każdego każdą

        dnes zítra zajtra pozítří pondělí úterý středa středu čtvrtek pátek sobotu neděle neděli denně každou pondelok utorok stredu štvrtok piatok nedeľu

        tänään huomenna ylihuomenna maanantaina tiistaina keskiviikkona torstaina perjantaina lauantaina sunnuntaina joka

        holnap holnapután hétfő hétfőn kedd kedden szerda szerdán csütörtök csütörtökön péntek pénteken szombat szombaton vasárnap minden naponta

        mâine poimâine marți miercuri vineri sâmbătă duminică zilnic

        bugün yarın pazartesi salı çarşamba perşembe cuma cumartesi haftaya

        avui demà dilluns dimarts dimecres dijous divendres dissabte diumenge

        besok lusa setiap senin selasa rabu kamis jumat sabtu

        сегодня завтра послезавтра понедельник вторник среда среду четверг пятница пятницу суббота субботу воскресенье каждый каждую каждое каждые ежедневно еженедельно
        сьогодні післязавтра понеділок вівторок середа середу пятниця пятницю субота неділя неділю щодня щотижня кожен кожного днес утре

        σήμερα αύριο μεθαύριο δευτέρα τρίτη τετάρτη πέμπτη παρασκευή σάββατο κυριακή κάθε

        आज कल परसों सोमवार मंगलवार बुधवार गुरुवार शुक्रवार शनिवार रविवार रोज रोज़

        اليوم غدا غداً غدًا الأحد الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت يوميا امروز فردا

        היום מחר מחרתיים
        """.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries),
        StringComparer.OrdinalIgnoreCase);

    /// <summary>The first such words of a label; null when there are none.</summary>
    public static string? Find(string label)
    {
        if (Phrases().Match(label) is { Success: true, Value: var phrase })
            return phrase;
        foreach (var word in AnyWord().EnumerateMatches(label))
        {
            if (Words.GetAlternateLookup<ReadOnlySpan<char>>().Contains(label.AsSpan(word.Index, word.Length)))
                return label.Substring(word.Index, word.Length);
        }

        return null;
    }

    public static WrongTimeException NotRead(string words) => new(
        $"I read times in English only, not \"{WrongTimeException.Quote(words)}\". Try `tomorrow 9:00`, or put the rest in quotes.");

    [GeneratedRegex(@"[\p{L}\p{M}]+", Options, Limit)]
    private static partial Regex AnyWord();

    /// <summary>Several words, a number with a unit or a month, and what is written without blanks.</summary>
    [GeneratedRegex(
        @"(?<![\p{L}\p{M}\p{N}])(um [0-9]{1,2}|am (mo|di|mi|fr|sa)|elke (dag|week|maand|ochtend|middag|avond|nacht)|i (dag|morgon|morgen|kväll|kveld|aften|övermorgon|overmorgen)|(tous|toutes) les|(ce|demain) soir|la semaine|tod[oa]s? (l[oa]s|[oa]s|dias?)|esta (noche|tarde|noite)"
        + "|la semana|(segunda|quarta|quinta|sexta) (às|as)|her (gün|hafta|sabah|akşam)|ngày (mai|kia)|hôm nay|(mỗi|hàng) ngày|thứ (hai|ba|tư|năm|sáu|bảy)|chủ nhật|hari ini"
        + "|([0-9]+|ein(e[nmrs]?)?|zwei|drei|vier|fünf|zehn|zwanzig|dreißig) ?(sekunden?|minuten|stunden?|tagen?|wochen?|monaten?|jahren?)|([0-9]+|une?|deux|trois|quatre|cinq) ?(jours?|heures?|semaines?|mois)"
        + "|([0-9]+|una?|dos|tres|cuatro|cinco) ?(días?|dias?|horas?|semanas?|minutos?|mes|meses)|([0-9]+|due|tre|quattro|cinque|un[ao]?) ?(giorn[io]|settiman[ae]|minuti|ora|mes[ei])|[0-9]+ ?(dagen|weken|uur|dagar|veckor|timmar|dager|uker|dage|uger|dni|tygodnie|godzin|godziny|dny|dní|hodin|gün|hafta|saat"
        + "|дн[яей]+|день|недел[юиь]|час(а|ов)?|минут[уы]?)"
        + "|[0-9]{1,2}(\\.|er|º)?( de| di)? ?(januar|jänner|jaenner|februar|märz|maerz|mai|juni|juli|oktober|dezember|janvier|février|fevrier|mars|avril|juin|juillet|août|aout|septembre|octobre|novembre|décembre|decembre"
        + "|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|gennaio|febbraio|aprile|maggio|giugno|luglio|settembre|ottobre|dicembre"
        + "|janeiro|fevereiro|março|maio|junho|julho|setembro|outubro|novembro|dezembro|januari|februari|maart|mei|augustus|augusti|desember|stycznia|lutego|marca|kwietnia|maja|czerwca|lipca|sierpnia|września|października"
        + "|listopada|grudnia|января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря))" + End
        + "|今天|明天|后天|後天|每天|每日|每周|每週|下周|下週|星期[一二三四五六日天]|[周週][一二三四五六日天]|今日|明日|明後日|今晩|今晚|毎日|毎週|来週|[月火水木金土日]曜|[0-9]+月[0-9]+日|오늘|내일|모레|매일|매주|다음 ?주|[월화수목금토일]요일|วันนี้|พรุ่งนี้|ทุกวัน",
        Options,
        Limit)]
    private static partial Regex Phrases();
}
