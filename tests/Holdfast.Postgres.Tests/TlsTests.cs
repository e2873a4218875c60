using Holdfast.Items;
using Holdfast.Testing;
using Holdfast.Testing.Servers;

namespace Holdfast.Postgres.Tests;

/// <summary>A PostgreSQL that speaks TLS is taken and refused as psql takes and refuses it, and the cause is said.</summary>
[Trait("Req", "RS-25")]
[Trait("Req", "CX-4")]
public sealed class TlsTests(PostgresFixture fixture, TlsTests.Speaking tls) : IClassFixture<TlsTests.Speaking>
{
    [Fact]
    public async Task It_is_taken_and_refused_as_psql_does_it()
    {
        const string notOurs = "vouches for its certificate";
        (string Where, string Parameters, string? Because)[] cases =
        [
            ("localhost", "sslmode=require", null),
            ("localhost", "sslmode=require&channel_binding=require", null),
            ("localhost", "sslmode=verify-full&sslrootcert={ours}&ssl_min_protocol_version=TLSv1.3", null),
            ("127.0.0.1", "sslmode=verify-full&sslrootcert={ours}", null),
            ("[::1]", "sslmode=verify-ca&sslrootcert={ours}", null),
            ("[::1]", "sslmode=require&sslrootcert={ours}", null),
            ("[::1]", "sslmode=verify-full&sslrootcert={ours}", "its certificate is not for ::1"),
            ("localhost", "sslmode=require&sslrootcert={others}", notOurs),
            ("localhost", "sslmode=verify-ca&sslrootcert={others}", notOurs),
            ("localhost", "sslmode=verify-full&sslrootcert={others}", notOurs),
            ("localhost", "sslmode=verify-full&sslrootcert=system", "no authority of this system vouches"),
            ("localhost", "hostaddr=127.0.0.1&sslmode=verify-full&sslrootcert={ours}", null),
            ("elsewhere.example", "hostaddr=127.0.0.1&sslmode=verify-full&sslrootcert={ours}", "its certificate is not for elsewhere.example"),
            ("localhost", "sslmode=disable&channel_binding=require", "bind the password"),
        ];
        foreach (var (where, parameters, because) in cases)
        {
            var address = Fill($"postgres://{PostgresServer.User}:{PostgresServer.Password}@{where}:{fixture.Server.Port}/holdfast?{parameters}");

            var said = await RefusalAsync(address);

            Assert.True(because is null ? said is null : said?.Contains(because, StringComparison.Ordinal) == true, $"{where} {parameters}: {said ?? "taken"}");
            Assert.Equal(said is null, await fixture.Server.IsTakenByPsqlAsync(address));
        }
    }

    [Fact]
    public async Task In_Npgsqls_words_an_authority_that_is_named_is_asked_as_well()
    {
        var keys = $"Host=localhost;Port={fixture.Server.Port};Username={PostgresServer.User};Password={PostgresServer.Password};Database=holdfast;SSL Mode=Require";
        Assert.Null(await RefusalAsync(keys));
        Assert.Null(await RefusalAsync(Fill($"{keys};Root Certificate={{ours}}")));
        Assert.Contains("vouches", await RefusalAsync(Fill($"{keys};Root Certificate={{others}}")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sslmode=verify-full&sslrootcert=/nowhere/ca.pem", "sslrootcert names /nowhere/ca.pem")]
    [InlineData("sslmode=require&sslrootcert=/nowhere/ca.pem", "sslrootcert names /nowhere/ca.pem")]
    [InlineData("sslmode=require&sslrootcert={key}", "which holds no certificate")]
    [InlineData("sslmode=require&sslrootcert=/etc", "sslrootcert names /etc")]
    [InlineData("sslmode=require&sslcert=/nowhere/me.pem&sslkey={key}", "sslcert names /nowhere/me.pem")]
    [InlineData("sslmode=require&sslcert={ours}&sslkey=/nowhere/me.key", "sslkey names /nowhere/me.key")]
    [InlineData("passfile=/nowhere/pgpass", "passfile names /nowhere/pgpass")]
    public async Task A_file_that_is_not_there_is_named_with_its_parameter(string parameters, string because)
    {
        var said = await RefusalAsync(Fill($"{fixture.Server.Url}?{parameters}"));

        Assert.Contains(because, said, StringComparison.Ordinal);
        Assert.DoesNotContain("sslmode", said, StringComparison.Ordinal);
    }

    private string Fill(string text) => text
        .Replace("{ours}", tls.Ours.AuthorityFile, StringComparison.Ordinal)
        .Replace("{others}", tls.Others.AuthorityFile, StringComparison.Ordinal)
        .Replace("{key}", tls.Ours.KeyFile, StringComparison.Ordinal);

    private async Task<string?> RefusalAsync(string address)
    {
        var options = fixture.NewOptions();
        options.Url = address;
        try
        {
            await PostgresStoreInspection.OfAsync(options, TimeProvider.System, CancellationToken.None);
            return null;
        }
        catch (StoreException e)
        {
            Assert.DoesNotContain(PostgresServer.Password, e.ToString(), StringComparison.Ordinal);
            return e.Message;
        }
    }

    /// <summary>The server of all tests speaks TLS while these run.</summary>
    public sealed class Speaking(PostgresFixture fixture) : IAsyncLifetime
    {
        private readonly TemporaryFolder _ours = new();
        private readonly TemporaryFolder _others = new();

        internal TestCertificates Ours { get; private set; } = null!;

        internal TestCertificates Others { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            (Ours, Others) = (new TestCertificates(_ours.Path), new TestCertificates(_others.Path));
            await fixture.Server.SpeakTlsAsync(Ours);
        }

        public async ValueTask DisposeAsync()
        {
            await fixture.Server.SpeakPlainlyAsync();
            _ours.Dispose();
            _others.Dispose();
        }
    }
}
