using System.Net;

namespace Holdfast.Http;

/// <summary>What came of an attempt, for metrics.</summary>
internal static class HttpOutcome
{
    public const string TimeOut = "timeout";
    public const string NoConnection = "no_connection";
    public const string Broken = "broken";
    public const string Cancelled = "cancelled";

    private static readonly string[] Classes = ["1xx", "2xx", "3xx", "4xx", "5xx"];

    /// <summary>The class of a status.</summary>
    public static string Of(HttpStatusCode status) => (int)status is >= 100 and < 600 ? Classes[((int)status / 100) - 1] : "other";
}
