namespace Holdfast.Simulator.Model;

/// <summary>How often each text was seen that asks for some failures and then an answer: <c>fail 500 2</c>.</summary>
internal sealed class AskedFailures
{
    private const int MaxRemembered = 1_000;
    private readonly Dictionary<string, int> _seen = [];
    private readonly Lock _gate = new();

    /// <summary>How often the text was seen, this time included.</summary>
    public int Count(string text)
    {
        lock (_gate)
        {
            if (_seen.Count >= MaxRemembered) _seen.Clear();
            return _seen[text] = _seen.GetValueOrDefault(text) + 1;
        }
    }
}
