using FsCheck;
using FsCheck.Fluent;
using Holdfast.Postgres.Addresses;
using Holdfast.Testing;

namespace Holdfast.Postgres.Tests;

/// <summary>Whatever stands in a password: it is the password, or nothing of it is shown.</summary>
[Trait("Req", "RS-25")]
[Trait("Req", "CX-7")]
public sealed class DatabaseUrlPropertyTests
{
    private static readonly string[] Pasted =
    [
        "postgres://ada:{0}@db.example/chat", "postgres://ada:{0}@db.example:5432/chat?sslmode=require", "postgres://ada:{0}@one,two:5433/chat", "postgres://{0}@db.example/chat", "postgres://{0}@db.example",
        "postgres://ada:{0}@[::1]:5432/chat?options=a", "postgres://:{0}@db.example/chat", "POSTGRES://ada:{0}@db.example", "postgres://ada:{0}@/chat?host=/run/postgresql",
    ];

    /// <summary>No address, or not the one that was meant, which nobody can know: here it is what is said about it that counts.</summary>
    private static readonly string[] Broken =
    [
        "postgres://ada:{0}", "postgres://ada:{0}@", "ada:{0}@db.example/chat", "{0}", "postgres:/ada:{0}@db.example/chat", "postgres://db.example/chat?password={0}", "mysql://ada:{0}@db/chat",
        "Host=db.example;Username=ada;Password={0};Database=chat", "Host=db.example;Password={0}", "Server=db;User Id={0};Database=chat", "host=db.example user=ada password={0} dbname=chat",
        "password={0} host=db.example", "host=db.example user=ada password='{0}' dbname=chat", "jdbc:postgresql://db.example/chat?user=ada&password={0}", "postgres://ada:{0}@db.example/chat?sslmode={0}",
        "postgres://ada:{0}@db.example/chat?{0}=1", "postgres://ada:{0}@db.example:{0}/chat", "postgres://ada:x@db.example/chat?require_auth={0}&connect_timeout={0}",
    ];

    private static readonly Config Often = Config.QuickThrowOnFailure.WithMaxTest(2_000);

    [Fact]
    public void A_password_that_was_pasted_is_taken_for_the_password_or_refused_and_shown_in_no_case() =>
        Check.One(Often, Prop.ForAll(Arb.From(HostilePasswords.All), Arb.From(Gen.Elements(Pasted)), static (password, form) =>
        {
            var (url, said) = Read(string.Format(form, password));
            return !HostilePasswords.Show(said) && (url is null || url.Settings.Host is "db.example" or "one:5432,two:5433" or "::1" or "/run/postgresql");
        }));

    [Fact]
    public void What_is_said_of_an_address_that_is_none_quotes_nothing() =>
        Check.One(Often, Prop.ForAll(Arb.From(HostilePasswords.All), Arb.From(Gen.Elements(Broken)), static (password, form) =>
        {
            var (url, said) = Read(string.Format(form, password));
            return url is not null || !HostilePasswords.Show(said);
        }));

    [Fact]
    public void Encoded_as_each_form_wants_it_it_is_the_password() =>
        Check.One(Often, Prop.ForAll(Arb.From(HostilePasswords.All), static password =>
        {
            var encoded = Uri.EscapeDataString(password);
            var quoted = password.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal);
            return ((string[])
            [
                $"postgres://ada:{encoded}@db.example/chat", $"postgres://db.example/chat?user=ada&password={encoded}", $"host=db.example user=ada password='{quoted}' dbname=chat",
                new Npgsql.NpgsqlConnectionStringBuilder { Host = "db.example", Username = "ada", Password = password, Database = "chat" }.ConnectionString,
            ]).All(text => DatabaseUrl.Parse(text) is var url && url.Settings.Password == password && url.Redacted == "postgres://***@db.example:5432/chat");
        }));

    private static (DatabaseUrl? Url, string Said) Read(string text)
    {
        try
        {
            var url = DatabaseUrl.Parse(text);
            return (url, url.Redacted);
        }
        catch (FormatException e)
        {
            return (null, e.ToString());
        }
    }
}
