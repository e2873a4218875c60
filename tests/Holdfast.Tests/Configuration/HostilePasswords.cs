using FsCheck;
using FsCheck.Fluent;

namespace Holdfast.Testing;

/// <summary>Passwords as people paste them into addresses, unencoded: with every sign that means something there, and words that nothing else has.</summary>
internal static class HostilePasswords
{
    private static readonly string[] Scraps =
    [
        "?", "#", "/", "@", ":", "%", "&", "=", ";", ",", "'", "\"", "\\", " ", "[", "]", "[::1]", "%40", "%3f", "%zz", "//", "://", "@db", "@db.example/chat", "12", ":5432", "/0",
        "?sslmode=require", "?user=", "&password=", "?password=", " host=", " port=1", ";Host=", ",ssl=True", "?db=1", "?family=0", "redis://", "postgres://", "\t", "ö", "+", "!", "$",
    ];

    /// <summary>A part of a secret, which may be shown nowhere.</summary>
    private static readonly Gen<string> Words = Gen.Choose(0, 9_999).Select(static number => $"zq{number:0000}qz");

    /// <summary>Each has a word in it at least, and between words whatever there is.</summary>
    public static Gen<string> All { get; } =
        from parts in Gen.OneOf(Gen.Elements(Scraps), Words).ArrayOf()
        from first in Words
        from before in Gen.Elements(true, false)
        select before ? first + string.Concat(parts) : string.Concat(parts) + first;

    /// <summary>Whether a text shows any word of any of them.</summary>
    public static bool Show(string text) => text.Contains("zq", StringComparison.OrdinalIgnoreCase);
}
