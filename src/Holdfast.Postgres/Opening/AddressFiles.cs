using Holdfast.Postgres.Addresses;
using Holdfast.Postgres.Sql;

namespace Holdfast.Postgres.Opening;

/// <summary>The files that an address names. The driver says of one that is missing that the connection failed.</summary>
internal static class AddressFiles
{
    /// <summary>Passes when all can be read.</summary>
    /// <exception cref="NotUsableException">One cannot. The message names it, and its parameter.</exception>
    public static void Check(DatabaseUrl url)
    {
        Check("sslcert", url.Settings.SslCertificate);
        Check("sslkey", url.Settings.SslKey);
        Check("passfile", url.Settings.Passfile);
        if (url.Certificate.Check.Authorities is { Problem: { } problem } file)
            throw new NotUsableException($"sslrootcert names {file.Path}, which {problem}");
    }

    private static void Check(string parameter, string? file)
    {
        if (string.IsNullOrEmpty(file))
            return;
        try
        {
            File.OpenRead(file).Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new NotUsableException($"{parameter} names {file}, which cannot be read: {e.Message}", e);
        }
    }
}
