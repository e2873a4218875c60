using System.Globalization;

namespace Holdfast.Timers.Times;

/// <summary>Numbers as people write them: in digits, or in words up to some hundreds.</summary>
internal static class NumberWords
{
    private const string Ones = "one|two|three|four|five|six|seven|eight|nine";
    private const string Teens = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen";
    private const string Tens = "twenty|thirty|fou?rty|fifty|sixty|seventy|eighty|ninety";

    /// <summary>The pattern of a number in words.</summary>
    public const string Cardinal = "((" + Tens + ")([ -](" + Ones + "))?|" + Teens + "|" + Ones + ")";

    /// <summary>The pattern of a number up to 999 in words.</summary>
    public const string Large = "((an?|" + Ones + ") hundred( (and )?" + Cardinal + ")?|hundred|" + Cardinal + ")";

    /// <summary>The pattern of the hours that a clock strikes, in words.</summary>
    public const string Hour = "(one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)";

    /// <summary>The pattern of minutes as they are said behind an hour: <c>fifteen</c>, <c>oh five</c>.</summary>
    public const string Minute = "(oh (" + Ones + ")|" + Teens + "|(twenty|thirty|fou?rty|fifty)([ -](" + Ones + "))?)";

    /// <summary>The pattern of the days of a month, in words.</summary>
    public const string Ordinal =
        "((twenty|thirty)[ -](first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth"
        + "|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth)";

    private static readonly string[] UpToNineteen =
    [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen",
        "sixteen", "seventeen", "eighteen", "nineteen",
    ];

    private static readonly string[] FromTwenty = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

    private static readonly string[] FromFirst =
    [
        "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth",
        "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth",
    ];

    private static readonly Dictionary<string, int> Values = Named();

    /// <summary>A whole number that the patterns have matched, or one in digits; the largest there is for endless digits.</summary>
    public static int Whole(string number)
    {
        if (number.Length > 0 && char.IsAsciiDigit(number[0]))
            return int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : int.MaxValue;
        var sum = 0;
        foreach (var word in number.Split(' ', '-'))
            sum = word.Equals("hundred", StringComparison.OrdinalIgnoreCase) ? Math.Max(sum, 1) * 100 : sum + Values.GetValueOrDefault(word);
        return sum;
    }

    /// <summary>A number that may have a fraction: <c>1.5</c>, <c>1,5</c>, <c>1½</c>, <c>thirty-five</c>.</summary>
    /// <exception cref="WrongTimeException">It means a thousand times more to some people than to others.</exception>
    public static double Fractional(string number)
    {
        if (number.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash)
        {
            var parts = number[..(slash - 1)].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return (parts.Length > 0 ? Whole(parts[0]) : 0) + (number[slash - 1] - '0') / (double)(number[slash + 1] - '0');
        }

        var fraction = number.Length == 0 ? 0 : number[^1] switch { '½' => 0.5, '¼' => 0.25, '¾' => 0.75, _ => 0 };
        var whole = fraction > 0 ? number[..^1] : number;
        if (whole.Length == 0 || !char.IsAsciiDigit(whole[0]))
            return fraction + (whole.Length == 0 ? 0 : Whole(whole));
        if (whole.AsSpan().IndexOfAny('.', ',') is > 0 and var point && whole.Length - point == 4)
            throw new WrongTimeException($"{WrongTimeException.Quote(whole)} means a thousand times more to some people than to others. Try `10000 s` or `2h30m`.");
        return fraction + double.Parse(whole.Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
    }

    private static Dictionary<string, int> Named()
    {
        var values = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase) { ["fourty"] = 40, ["thirtieth"] = 30 };
        for (var i = 0; i < UpToNineteen.Length; i++)
            values[UpToNineteen[i]] = i;
        for (var i = 0; i < FromTwenty.Length; i++)
            values[FromTwenty[i]] = (i + 2) * 10;
        for (var i = 0; i < FromFirst.Length; i++)
            values[FromFirst[i]] = i + 1;
        return values;
    }
}
