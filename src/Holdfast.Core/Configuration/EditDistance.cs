namespace Holdfast.Configuration;

/// <summary>How far one word is from another, ignoring case (V. I. Levenshtein, 1965).</summary>
public static class EditDistance
{
    /// <summary>How many letters are put in, taken out or changed on the way from one to the other.</summary>
    /// <param name="left">The one.</param>
    /// <param name="right">The other.</param>
    public static int Between(string left, string right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        var previous = Enumerable.Range(0, right.Length + 1).ToArray();
        var current = new int[right.Length + 1];
        for (var i = 1; i <= left.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var same = char.ToUpperInvariant(left[i - 1]) == char.ToUpperInvariant(right[j - 1]);
                current[j] = Math.Min(Math.Min(previous[j], current[j - 1]) + 1, previous[j - 1] + (same ? 0 : 1));
            }

            (previous, current) = (current, previous);
        }

        return previous[right.Length];
    }
}
