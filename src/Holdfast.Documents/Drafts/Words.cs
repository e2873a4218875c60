using System.Globalization;

namespace Holdfast.Documents.Drafts;

/// <summary>Numbers and lists as people read them.</summary>
internal static class Words
{
    private const int MaxRanges = 10;

    internal static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    internal static string Count(long number, string thing) => number == 1 ? $"1 {thing}" : $"{Count(number)} {thing}s";

    internal static string Bytes(long bytes) => bytes switch
    {
        < 10_000 => Count(bytes, "byte"),
        < 10_000_000 => $"{Count(bytes / 1_000)} kB",
        _ => $"{Count(bytes / 1_000_000)} MB",
    };

    /// <summary>Pages as <c>Page 3 is</c> or <c>Pages 1-3, 7 are</c>.</summary>
    /// <param name="pages">Their numbers, in order; at least one.</param>
    /// <param name="one">What follows one.</param>
    /// <param name="many">What follows several.</param>
    internal static string Pages(IReadOnlyList<int> pages, string one, string many) =>
        pages.Count == 1 ? $"Page {pages[0]} {one}" : $"Pages {Ranges(pages)} {many}";

    private static string Ranges(IReadOnlyList<int> numbers)
    {
        var ranges = new List<string>();
        for (int i = 0, end; i < numbers.Count; i = end)
        {
            end = i + 1;
            while (end < numbers.Count && numbers[end] == numbers[end - 1] + 1)
                end++;
            if (ranges.Count == MaxRanges)
                return string.Join(", ", ranges) + " and more";
            ranges.Add(end - i == 1 ? $"{numbers[i]}" : $"{numbers[i]}-{numbers[end - 1]}");
        }

        return string.Join(", ", ranges);
    }
}
