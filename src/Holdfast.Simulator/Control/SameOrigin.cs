namespace Holdfast.Simulator.Control;

/// <summary>
/// A browser sends requests to 127.0.0.1 for any page that asks. Two things tell such a page from ours: the <c>Origin</c> it cannot
/// leave out, and, when it points a name of its own at 127.0.0.1, the <c>Host</c>.
/// </summary>
internal static class SameOrigin
{
    public static bool Allows(HttpRequest request)
    {
        if (!AllowsPage(request)) return false;
        if (request.Headers["Sec-Fetch-Site"].ToString() is { Length: > 0 } site && site is not ("same-origin" or "none")) return false;
        var origin = request.Headers.Origin.ToString();
        return origin.Length == 0 || string.Equals(origin, $"http://{request.Host}", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The page itself may be opened from anywhere, as by a link, but under no other name.</summary>
    public static bool AllowsPage(HttpRequest request) =>
        request.Host.Host is "127.0.0.1" or "localhost"
        && (request.Host.Port is not { } port || port == request.HttpContext.Connection.LocalPort);
}
