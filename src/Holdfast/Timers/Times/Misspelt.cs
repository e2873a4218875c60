namespace Holdfast.Timers.Times;

/// <summary>Finds words that are written nearly like one that says when: <c>wendsday</c>, <c>Febuary</c>.</summary>
internal static class Misspelt
{
    private const int Longest = 12;

    private static readonly string[] Days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "today", "tomorrow", "tonight", "yesterday", "weekday", "weekend", "everyday", "every", "morning", "afternoon", "evening", "midnight", "daily", "weekly", "monthly"];
    private static readonly string[] Months = ["January", "February", "April", "August", "September", "October", "November", "December"];
    private static readonly string[] Units = ["second", "seconds", "minute", "minutes", "hour", "hours", "days", "week", "weeks"];

    /// <summary>Words and names of their own.</summary>
    private static readonly HashSet<string> Others = new(StringComparer.OrdinalIgnoreCase)
    {
        "frida", "sundry", "sundae", "sundaes", "mandy", "toddy", "toby", "tody", "sunny", "monty", "money", "moneys", "friary", "augusta", "auguste", "gust", "weekly", "workday",
        "midday", "everybody", "daisy", "dairy", "dally", "doily", "drily", "emery", "eery", "ever", "evert", "mcknight", "sundas", "tokay", "deceiver", "moaning", "mooning", "mourning",
        "nonmember", "sturdy", "weakly", "mornings", "evenings", "afternoons", "thirsty", "saturate", "saturated", "tuesdays", "someday", "payday", "holiday", "birthday",
    };

    /// <summary>The word that was meant; null when it is none of them.</summary>
    public static string? Meant(string word) => Nearest(word, Days) ?? Nearest(word, Months);

    /// <summary>The unit that was meant behind a number; null when it is something else.</summary>
    public static string? Unit(string word) => Nearest(word, Units);

    private static string? Nearest(string word, string[] words)
    {
        if (word.Length is < 4 or > Longest || Others.Contains(word))
            return null;
        return words.FirstOrDefault(other =>
            char.ToLowerInvariant(other[0]) == char.ToLowerInvariant(word[0])
            && !other.Equals(word, StringComparison.OrdinalIgnoreCase)
            && Distance(word.ToLowerInvariant(), other.ToLowerInvariant()) is var distance
            && distance <= (other.Length >= 8 ? 2 : 1));
    }

    /// <summary>How many letters are wrong, missing, too many, or exchanged with their neighbour.</summary>
    private static int Distance(string one, string other)
    {
        var costs = new int[one.Length + 1, other.Length + 1];
        for (var i = 0; i <= one.Length; i++)
        {
            for (var j = 0; j <= other.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    costs[i, j] = i + j;
                    continue;
                }

                var least = Math.Min(Math.Min(costs[i - 1, j], costs[i, j - 1]) + 1, costs[i - 1, j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1])
                    least = Math.Min(least, costs[i - 2, j - 2] + 1);
                costs[i, j] = least;
            }
        }

        return costs[one.Length, other.Length];
    }
}
