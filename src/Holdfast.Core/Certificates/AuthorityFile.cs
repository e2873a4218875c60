using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Holdfast.Certificates;

/// <summary>A file with the certificates of authorities (PEM, or PFX without a password).</summary>
/// <param name="Path">Where it is.</param>
public sealed record AuthorityFile(string Path)
{
    /// <summary>What is wrong with it, as the end of a sentence; null when it holds an authority.</summary>
    public string? Problem => Load().Problem;

    /// <summary>Reads it, again each time: it may be replaced while the server runs.</summary>
    internal (X509Certificate2Collection Certificates, string? Problem) Load()
    {
        var found = new X509Certificate2Collection();
        try
        {
            if (System.IO.Path.GetExtension(Path).Equals(".pfx", StringComparison.OrdinalIgnoreCase))
                found.Add(X509CertificateLoader.LoadPkcs12FromFile(Path, password: null));
            else
                found.ImportFromPemFile(Path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            return (found, $"cannot be read: {e.Message}");
        }

        return (found, found.Count > 0 ? null : "holds no certificate (PEM).");
    }
}
